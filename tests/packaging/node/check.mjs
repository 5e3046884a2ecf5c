export const rows = [
  {
    name: "Node, the one that runs the tests",
    version: () => process.version,
    cells: {
      ESM: ({ answer, service }) => answer(process.execPath, ["import.mjs", service]),
      CJS: ({ answer, service }) => answer(process.execPath, ["require.cjs", service]),
    },
  },
];
