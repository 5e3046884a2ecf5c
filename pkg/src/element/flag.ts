/** The first of the 26 signs that are shown as a flag where two of them stand together. */
const REGIONAL_INDICATOR_A = 0x1f1e6;
const LETTER_A = 65;

let drawsFlags: boolean | undefined;

/** A region's flag as text; its two letters where the system draws no flags, as Windows does not. */
export function flagOf(region: string): { text: string; isFlag: boolean } {
  drawsFlags ??= canDrawFlags();
  return { text: drawsFlags ? signs(region) : region, isFlag: drawsFlags };
}

function signs(region: string): string {
  const points = [...region].map((letter) => letter.charCodeAt(0) - LETTER_A + REGIONAL_INDICATOR_A);
  return String.fromCodePoint(...points);
}

/** Draws one and looks whether it has colours: letters and empty boxes are grey. */
function canDrawFlags(): boolean {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!context) return false;
  context.font = "16px sans-serif";
  context.textBaseline = "top";
  context.fillText(signs("CN"), 0, 0);
  const { data } = context.getImageData(0, 0, 20, 20);
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] !== data[at + 1] || data[at] !== data[at + 2]) return true;
  }
  return false;
}
