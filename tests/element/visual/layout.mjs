// How far two pictures differ in their layout: where something is and what colour it has, not which font its letters have.
import sharp from "sharp";

/** Pixels that become one, in which a letter is a shade. */
const CELL = 8;
/** Shades of one colour that are taken for the same, of 255. */
const SAME = 24;

/**
 * The largest patch that is not as expected, in cells. A cell is as expected if its colour is in the other picture too, there or in a cell
 * beside it, where the letters of another font may end. What only one of two pictures of different sizes has is not as expected.
 */
export async function largestDifference(actual, expected) {
  const [one, other] = await Promise.all([cellsOf(actual), cellsOf(expected)]);
  const columns = Math.max(one.columns, other.columns);
  const rows = Math.max(one.rows, other.rows);
  const different = new Set();
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      if (!isFound(one, other, column, row) || !isFound(other, one, column, row)) different.add(row * columns + column);
    }
  }
  return largestPatch(different, columns);
}

/** Cells that touch each other by a side are one patch. */
function largestPatch(different, columns) {
  let largest = 0;
  for (const first of different) {
    const patch = [first];
    different.delete(first);
    for (const cell of patch) {
      const beside = [cell - columns, cell + columns];
      if (cell % columns > 0) beside.push(cell - 1);
      if ((cell + 1) % columns > 0) beside.push(cell + 1);
      for (const next of beside) if (different.delete(next)) patch.push(next);
    }
    largest = Math.max(largest, patch.length);
  }
  return largest;
}

function isFound(from, within, column, row) {
  const colour = from.at(column, row);
  if (!colour || !within.at(column, row)) return false;
  for (let down = -1; down <= 1; down += 1) {
    for (let right = -1; right <= 1; right += 1) {
      const candidate = within.at(column + right, row + down);
      if (candidate?.every((shade, channel) => Math.abs(shade - colour[channel]) <= SAME)) return true;
    }
  }
  return false;
}

async function cellsOf(picture) {
  const { width, height } = await sharp(picture).metadata();
  const [columns, rows] = [Math.round(width / CELL), Math.round(height / CELL)];
  const pixels = await sharp(picture)
    .flatten()
    .toColourspace("srgb")
    .resize(columns, rows, { fit: "fill", kernel: "linear" })
    .raw()
    .toBuffer();
  return {
    columns,
    rows,
    at(column, row) {
      if (column < 0 || row < 0 || column >= columns || row >= rows) return undefined;
      const start = (row * columns + column) * 3;
      return pixels.subarray(start, start + 3);
    },
  };
}
