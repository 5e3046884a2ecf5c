// Where the screenshots are, and how small they are made.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";

const root = join(import.meta.dirname, "../../..");

export const SCREENSHOTS = join(root, "docs/screenshots");
/** The form in every state, which it is compared with. */
export const STATES = join(SCREENSHOTS, "form");
/** For what is not as expected. */
export const OUTPUT = join(root, "tests/output");

/** As `make screenshots` says. */
export const IS_WRITING = process.env.UPDATE_SCREENSHOTS === "1";

for (const folder of [STATES, OUTPUT]) mkdirSync(folder, { recursive: true });

export async function writeState(file, picture) {
  writeFileSync(join(STATES, file), await sharp(picture).png({ palette: true, colours: 64, effort: 10 }).toBuffer());
}

/** For the READMEs. */
export async function writePicture(file, picture) {
  await sharp(picture).webp({ quality: 85, smartSubsample: true, effort: 6 }).toFile(join(SCREENSHOTS, file));
}

/** `frames`: pictures of one size, with the milliseconds that each is shown for. */
export async function writeFilm(file, frames) {
  await sharp(
    frames.map(({ picture }) => picture),
    { join: { animated: true } },
  )
    .webp({
      delay: frames.map(({ milliseconds }) => milliseconds),
      loop: 0,
      nearLossless: true,
      quality: 60,
      effort: 6,
    })
    .toFile(join(SCREENSHOTS, file));
}
