import type { CSSResult } from "../lit.js";
import { buttonStyles } from "./buttons.js";
import { codeStyles } from "./code.js";
import { fieldStyles } from "./fields.js";
import { layoutStyles } from "./layout.js";
import { motionStyles } from "./motion.js";
import { outcomeStyles } from "./outcome.js";
import { pickerStyles } from "./picker.js";
import { themeStyles } from "./theme.js";

/** Adopted by the form's shadow root, so that no policy about inline styles concerns them. */
export const styles: CSSResult[] = [
  themeStyles,
  layoutStyles,
  fieldStyles,
  pickerStyles,
  codeStyles,
  buttonStyles,
  outcomeStyles,
  motionStyles,
];
