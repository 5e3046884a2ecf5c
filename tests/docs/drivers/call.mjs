// Calls an exported function of a module, as `name(argument, …)`. Arguments are exports of given/request.mjs and given/client.mjs, or
// JSON.
const [path, call] = process.argv.slice(2);
const [, name, parameters] = /^(\w+)\((.*)\)$/.exec(call);
const given = { ...(await import("../given/client.mjs")) };
if (/\brequest\b/.test(parameters)) Object.assign(given, await import("../given/request.mjs"));
const parameter = (text) => (text in given ? given[text] : JSON.parse(text));
console.log(await (await import(path))[name](...parameters.split(", ").map(parameter)));
