const updatePhone = require("update-phone");
const emulator = require("update-phone/emulator");
const { changeNumber } = require("./program.mjs");

changeNumber(updatePhone, emulator).then((answer) => console.log(JSON.stringify(answer)));
