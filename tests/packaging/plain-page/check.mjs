const page = (name, file) => ({
  name,
  version: ({ chromiumVersion }) => chromiumVersion(),
  cells: { ESM: async ({ folder, files, open }) => open((await files(folder)) + file) },
});

export const rows = [
  page("Page in Chromium, import map", "index.html"),
  page("Page in Chromium, the file itself", "direct.html"),
];
