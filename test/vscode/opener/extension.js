const vscode = require('vscode');

module.exports = {
  activate: () => vscode.commands.executeCommand('workbench.view.extension.portolan'),
};
