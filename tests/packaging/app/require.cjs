const updatePhone = require("update-phone");
const { changeNumber } = require("./change-number.mjs");

changeNumber(updatePhone, JSON.parse(process.argv[2])).then((answer) => console.log(JSON.stringify(answer)));
