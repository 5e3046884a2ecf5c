/** The first of the 26 regional indicator symbols. A pair of them is drawn as a flag. */
const REGIONAL_INDICATOR_A = 0x1f1e6;
const LETTER_A = 65;

let drawsFlags: boolean | undefined;

/** Returns a region's flag as text, or its two letters where the system has no flags, as on Windows. */
export function flagOf(region: string): { text: string; isFlag: boolean } {
  drawsFlags ??= canDrawFlags();
  return { text: drawsFlags ? regionalIndicators(region) : region, isFlag: drawsFlags };
}

function regionalIndicators(region: string): string {
  const points = [...region].map((letter) => letter.charCodeAt(0) - LETTER_A + REGIONAL_INDICATOR_A);
  return String.fromCodePoint(...points);
}

/** Draws a flag and checks for colours: letters and empty boxes are grey. */
function canDrawFlags(): boolean {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!context) return false;
  context.font = "16px sans-serif";
  context.textBaseline = "top";
  context.fillText(regionalIndicators("CN"), 0, 0);
  const { data } = context.getImageData(0, 0, 20, 20);
  for (let offset = 0; offset < data.length; offset += 4) {
    if (data[offset] !== data[offset + 1] || data[offset] !== data[offset + 2]) return true;
  }
  return false;
}
