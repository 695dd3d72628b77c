import * as vscode from 'vscode';
import { type HideRule, parseHideRule } from '../core/listing/hideRules';

export type ConfirmStop = 'always' | 'outsideWorkspace' | 'never';

/** What a person has set; a value of the wrong type counts as not set. */
export interface Settings {
  /**
   * Milliseconds between listener scans while somebody watches and the window has focus; `null`: only when a person
   * asks.
   */
  readonly intervalMs: number | null;
  readonly confirmStop: ConfirmStop;
  /** The entries of `portolan.hide` as they are written. */
  readonly hide: readonly string[];
  readonly hideRules: readonly HideRule[];
  readonly badge: boolean;
}

const INTERVAL_MS = 200;

/** Faster than this helps nobody: `portolan.interval` cannot be set lower, except to 0. */
const SHORTEST_INTERVAL_MS = 100;

export function readSettings(): Settings {
  const configuration = vscode.workspace.getConfiguration('portolan');
  const interval: unknown = configuration.get('interval');
  const confirmStop: unknown = configuration.get('confirmStop');
  const hide = strings(configuration.get('hide'));
  return {
    intervalMs:
      interval === 0
        ? null
        : Math.max(typeof interval === 'number' ? interval : INTERVAL_MS, SHORTEST_INTERVAL_MS),
    confirmStop: confirmStop === 'never' || confirmStop === 'outsideWorkspace' ? confirmStop : 'always',
    hide,
    hideRules: hide.flatMap((text) => parseHideRule(text) ?? []),
    badge: configuration.get('badge') !== 'off',
  };
}

/**
 * Where a setting that a person changes from a view is written: where it is set already, otherwise the user's settings.
 */
export async function writeHide(change: (entries: readonly string[]) => string[]): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('portolan');
  const kept = configuration.inspect<unknown>('hide');
  if (kept?.workspaceValue !== undefined) {
    await configuration.update(
      'hide',
      change(strings(kept.workspaceValue)),
      vscode.ConfigurationTarget.Workspace,
    );
    return;
  }
  const entries = change(strings(kept?.globalValue));
  await configuration.update(
    'hide',
    entries.length > 0 ? entries : undefined,
    vscode.ConfigurationTarget.Global,
  );
}

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
