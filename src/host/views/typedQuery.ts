import { ownNames } from '../../core/who/authority';
import { parseQuery, type Query } from '../../core/who/query';
import type { Monitor } from '../../monitor';

/** A question as somebody typed it, who may call this machine by its own name. */
export const typedQuery = (text: string, { snapshot }: Pick<Monitor, 'snapshot'>): Query | undefined =>
  parseQuery(text, ownNames(snapshot?.machine.hostname ?? ''));
