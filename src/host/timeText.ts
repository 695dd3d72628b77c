import * as vscode from 'vscode';

/** A moment as people here write it, with its day where that is not today. */
export function timeText(ms: number): string {
  const at = new Date(ms);
  const today = at.toDateString() === new Date().toDateString();
  return at.toLocaleString(
    vscode.env.language,
    today ? { timeStyle: 'medium' } : { dateStyle: 'medium', timeStyle: 'short' },
  );
}
