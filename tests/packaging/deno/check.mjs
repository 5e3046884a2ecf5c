import { execFileSync } from "node:child_process";
import { denoPath } from "../../support/binaries.mjs";

export const rows = [
  {
    name: "Deno",
    version: () => execFileSync(denoPath, ["eval", "console.log(Deno.version.deno)"], { encoding: "utf8" }).trim(),
    cells: {
      // With only the permission to call the service.
      ESM: ({ answer, service }) => {
        const { host } = new URL(JSON.parse(service).host);
        return answer(denoPath, ["run", "--no-prompt", "--no-remote", `--allow-net=${host}`, "import.mjs", service]);
      },
      // Deno needs the permission to read the files that `require` looks for.
      CJS: ({ answer, service }) => {
        const { host } = new URL(JSON.parse(service).host);
        return answer(denoPath, [
          "run",
          "--no-prompt",
          "--no-remote",
          "--allow-read=.",
          `--allow-net=${host}`,
          "require.cjs",
          service,
        ]);
      },
    },
  },
];
