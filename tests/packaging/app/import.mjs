// A program on a server. Its argument is `service` as JSON.
import * as updatePhone from "update-phone";
import { changeNumber } from "./change-number.mjs";

changeNumber(updatePhone, JSON.parse(process.argv[2])).then((answer) => console.log(JSON.stringify(answer)));
