// Reading and writing the binary format of WebAssembly, modules and objects alike, as far as the build looks into it.
// https://webassembly.github.io/spec/core/binary and https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md

/** The numbers of the sections that the build looks into. */
export const SECTION = { custom: 0, import: 2, export: 7, code: 10 };

/** Reads one thing after the other. */
export class Reader {
  constructor(bytes, position = 0) {
    this.bytes = bytes;
    this.position = position;
  }

  byte() {
    return this.bytes[this.position++];
  }

  /** A number in LEB128; of a signed one, only its length is of use. */
  number() {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  name() {
    const length = this.number();
    this.position += length;
    return this.bytes.toString("utf8", this.position - length, this.position);
  }

  /** As many things as the number that stands before them says. */
  list(read) {
    return Array.from({ length: this.number() }, (_, index) => read(index));
  }
}

/** A number in LEB128. */
export function number(value) {
  const bytes = [];
  for (; value > 0x7f; value = Math.floor(value / 128)) bytes.push((value & 0x7f) | 0x80);
  return Buffer.from([...bytes, value]);
}

/** A text with its length before it. */
export function name(text) {
  const bytes = Buffer.from(text);
  return Buffer.concat([number(bytes.length), bytes]);
}

/** The sections of a binary. `start` to `end` is all of one, `content` where what it holds begins: after a custom section's name. */
export function sectionsOf(bytes) {
  const reader = new Reader(bytes, 8);
  const sections = [];
  while (reader.position < bytes.length) {
    const start = reader.position;
    const id = reader.byte();
    const length = reader.number();
    const end = reader.position + length;
    const title = id === SECTION.custom ? reader.name() : undefined;
    sections.push({ id, title, start, content: reader.position, end });
    reader.position = end;
  }
  return sections;
}

/** A section with other content. */
export function section({ id, title }, content) {
  const body = title === undefined ? content : Buffer.concat([name(title), content]);
  return Buffer.concat([Buffer.from([id]), number(body.length), body]);
}

/** The kinds of what is imported and exported. */
export const FUNCTION = 0;

/** Passes over the type of an import. */
export function skipImportType(reader, kind) {
  const skipLimits = () => {
    const hasMaximum = reader.number() & 1;
    reader.number();
    if (hasMaximum) reader.number();
  };
  if (kind === FUNCTION) reader.number();
  else if (kind === 1) {
    reader.byte();
    skipLimits();
  } else if (kind === 2) skipLimits();
  else {
    reader.byte();
    reader.number();
  }
}
