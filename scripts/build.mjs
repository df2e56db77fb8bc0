import { installMissing } from "./install.mjs";

installMissing();
const { buildProduct } = await import("../esbuild.mjs");
await buildProduct();
