// A program of its own: judges numbers and prints how much memory the module has taken, after each round.
//
//   node memory.mjs PACKAGE-URL NUMBERS-PER-ROUND ROUNDS
import { benchmarkNumbers, benchmarkTyping } from "./numbers.mjs";

const [packageUrl, count, rounds] = process.argv.slice(2);

// The package does not show its memory, so its instance is caught where it comes from. Node.js has modules of its own.
let memory;
const look = ({ exports }) => {
  if ("updatePhone" in exports) memory = exports.memory;
};
for (const name of ["instantiate", "instantiateStreaming"]) {
  const original = WebAssembly[name];
  WebAssembly[name] = async (...parameters) => {
    const result = await original.apply(WebAssembly, parameters);
    look(result.instance ?? result);
    return result;
  };
}
const Instance = WebAssembly.Instance;
WebAssembly.Instance = class extends Instance {
  constructor(...parameters) {
    super(...parameters);
    look(this);
  }
};

const { countries, formatAsYouType, init, isValidPhone, parsePhone } = await import(packageUrl);
await init();
const bytes = [memory.buffer.byteLength];
const numbers = benchmarkNumbers(Number(count));
const typing = benchmarkTyping(1_000);
for (let round = 0; round < Number(rounds); round += 1) {
  for (const text of numbers) {
    isValidPhone(text);
    parsePhone(text);
  }
  for (const { region, digits } of typing) formatAsYouType(digits, { defaultRegion: region, caret: 1 });
  countries("en");
  bytes.push(memory.buffer.byteLength);
}
console.log(JSON.stringify(bytes));
