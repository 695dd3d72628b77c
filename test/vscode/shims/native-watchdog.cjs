// Stands in for the native @vscode/native-watchdog: the extension host watches its parent in JavaScript as well.
module.exports = {
  start() {},
  exit: (code) => process.exit(code ?? 0),
};
