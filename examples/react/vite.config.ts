import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// `vite build --app` builds both: what the browser gets, and what renders the page on the server.
export default defineConfig({
  plugins: [react()],
  builder: {},
  environments: {
    client: { build: { outDir: "dist/browser" } },
    ssr: { build: { outDir: "dist/server", rolldownOptions: { input: "src/entry-server.tsx" } } },
  },
});
