import { runChecks } from "./checks.mjs";
import { installMissing } from "./install.mjs";

installMissing();
process.exitCode = runChecks().failed.length === 0 ? 0 : 1;
