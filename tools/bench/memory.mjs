// A program: validates numbers and prints the size of the module's memory after each round.
//
//   node memory.mjs PACKAGE-URL NUMBERS-PER-ROUND ROUNDS
import { benchmarkNumbers, benchmarkTyping } from "./numbers.mjs";
import { catchMemory } from "./wasm-memory.mjs";

const [packageUrl, count, rounds] = process.argv.slice(2);

const memory = catchMemory();
const { countries, formatAsYouType, init, isValidPhone, parsePhone } = await import(packageUrl);
await init();
const bytes = [memory().byteLength];
const { mixed: numbers } = benchmarkNumbers(Number(count));
const typing = benchmarkTyping(1_000);
for (let round = 0; round < Number(rounds); round += 1) {
  for (const text of numbers) {
    isValidPhone(text);
    parsePhone(text);
  }
  for (const { region, digits } of typing) formatAsYouType(digits, { defaultRegion: region, caret: 1 });
  countries("en");
  bytes.push(memory().byteLength);
}
console.log(JSON.stringify(bytes));
