import { ownNames } from '../../core/who/authority';
import { parseQuery, type Query } from '../../core/who/query';
import type { Monitor } from '../../monitor';

/** Reads a question as a person typed it; this machine may be called by its own name. */
export const typedQuery = (text: string, { snapshot }: Pick<Monitor, 'snapshot'>): Query | undefined =>
  parseQuery(text, ownNames(snapshot?.machine.hostname ?? ''));
