/**
 * The workbench writes every output channel through a native logger (@vscode/spdlog) that comes as source and is not
 * compiled here; without it all channels stay empty and nothing says so. This stands in for it: the same exports, in
 * plain Node, so that a test sees what users see.
 */
export const loggerStandIn = `const { appendFileSync, mkdirSync } = require("node:fs");
const { dirname } = require("node:path");
class Logger {
  constructor(type, name, file) { this.file = file; this.level = 0; this.plain = false; mkdirSync(dirname(file), { recursive: true }); }
  write(word, level, text) {
    if (level < this.level) return;
    appendFileSync(this.file, this.plain ? text : new Date().toISOString() + " [" + word + "] " + text + "\\n");
  }
  trace(text) { this.write("trace", 0, text); }
  debug(text) { this.write("debug", 1, text); }
  info(text) { this.write("info", 2, text); }
  warn(text) { this.write("warning", 3, text); }
  error(text) { this.write("error", 4, text); }
  critical(text) { this.write("critical", 5, text); }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() { this.plain = false; }
  clearFormatters() { this.plain = true; }
  flush() {}
  drop() {}
}
exports.version = 0;
exports.Logger = Logger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.createRotatingLogger = async (name, file) => new Logger("rotating", name, file);
exports.createAsyncRotatingLogger = async (name, file) => new Logger("rotating_async", name, file);
`;
