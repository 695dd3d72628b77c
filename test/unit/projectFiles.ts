import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { repository } from '../vscode/repository';

/** Folders that are installed or built, not written. */
const MADE = new Set(['node_modules', 'dist', 'out', '.git', '.vscode-dev', 'screenshots']);

/** The project's files with one of these endings, relative to its root, with slashes. */
export function projectFiles(endings: readonly string[], folder = ''): string[] {
  return readdirSync(join(repository, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return MADE.has(entry.name) ? [] : projectFiles(endings, path);
    return entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)) ? [path] : [];
  });
}

export const textOf = (file: string): string => readFileSync(join(repository, file), 'utf8');

/** A comment of a source file. */
export interface Comment {
  readonly file: string;
  /** The line in the file, counted from 1. */
  readonly line: number;
  /** On one line, without stars and slashes. */
  readonly words: string;
  /** Whether it is a doc comment. */
  readonly doc: boolean;
}

const COMMENT = /\/\*(\*?)([\s\S]*?)\*\/|\/\/(.*)/g;

/** All comments, as the compiler finds them: between two tokens, and so in no string and no regular expression. */
export function commentsOf(file: string, text: string): Comment[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const comments: Comment[] = [];
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(source).filter((child) => !ts.isJSDoc(child));
    if (children.length > 0) {
      children.forEach(visit);
      return;
    }
    const start = node.getFullStart();
    for (const match of text.slice(start, node.getStart(source, false)).matchAll(COMMENT)) {
      const { 1: star, 2: block, 3: rest = '', index } = match;
      const { line } = source.getLineAndCharacterOfPosition(start + index);
      comments.push({ file, line: line + 1, words: wordsOf(block ?? rest), doc: star === '*' });
    }
  };
  visit(source);
  return comments;
}

const wordsOf = (comment: string): string =>
  comment
    .split('\n')
    .map((line) => line.replace(/^\s*\*?\s?/, '').trim())
    .join(' ')
    .trim();
