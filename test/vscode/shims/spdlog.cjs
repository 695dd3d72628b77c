// Stands in for the native @vscode/spdlog, which would need a C++ compiler. VS Code writes its own log files and every
// extension's output channel through it. Same exports; plain synchronous appends, no rotation.
const fs = require('node:fs');
const path = require('node:path');

const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  #file;
  #level = LEVELS.indexOf('info');
  #raw = false;

  constructor(_type, name, file) {
    this.name = name;
    this.#file = fs.openSync(file, 'a');
  }

  trace = (message) => this.#write(0, message);
  debug = (message) => this.#write(1, message);
  info = (message) => this.#write(2, message);
  warn = (message) => this.#write(3, message);
  error = (message) => this.#write(4, message);
  critical = (message) => this.#write(5, message);

  getLevel() {
    return this.#level;
  }
  setLevel(level) {
    this.#level = level;
  }
  setPattern() {
    this.#raw = false;
  }
  /** VS Code calls this where it formats the lines itself, line feed included. */
  clearFormatters() {
    this.#raw = true;
  }
  flush() {}
  drop() {
    if (this.#file !== undefined) fs.closeSync(this.#file);
    this.#file = undefined;
  }

  #write(level, message) {
    if (this.#file === undefined || level < this.#level) return;
    fs.writeSync(
      this.#file,
      this.#raw ? message : `${new Date().toISOString()} [${LEVELS[level]}] ${message}\n`,
    );
  }
}

const create = (type) => async (name, file) => {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  return new Logger(type, name, file);
};

module.exports = {
  version: 0,
  setLevel() {},
  setFlushOn() {},
  Logger,
  createRotatingLogger: create('rotating'),
  createAsyncRotatingLogger: create('rotating_async'),
};
