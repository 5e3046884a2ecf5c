// A program on a server: where the service is, is its argument.
import * as updatePhone from "update-phone";
import { changeNumber } from "./change-number.mjs";

changeNumber(updatePhone, JSON.parse(process.argv[2])).then((answer) => console.log(JSON.stringify(answer)));
