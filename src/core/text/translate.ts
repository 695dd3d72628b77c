/**
 * Gives a text for people in their language. `message` is the English text, with `{0}`, `{1}`… where the arguments go:
 * the shape of `vscode.l10n.t`, which the host passes. The command line passes {@link english}.
 */
export type Translate = (message: string, ...args: (string | number)[]) => string;

export const english: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (hole, index: string) => String(args[Number(index)] ?? hole));
