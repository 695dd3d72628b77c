import fs from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';

const axe = fs.readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeNode {
  readonly html: string;
  readonly failureSummary?: string;
}

interface AxeRule {
  readonly id: string;
  readonly nodes: readonly AxeNode[];
}

export interface Accessibility {
  /** Elements of the document. */
  readonly elements: number;
  /** Elements that some rule was tried on and held for. */
  readonly checked: number;
  /** What is wrong, a line each. */
  readonly violations: readonly string[];
}

/** An item of a tree is named by its own words; axe-core wants those of all items inside it in the name. */
const isNameOfItem = (rule: string, html: string): boolean =>
  rule === 'label-content-name-mismatch' && html.includes('role="treeitem"');

/**
 * What axe-core says to all of its rules but two: a panel is no page, and has no need of landmarks and a heading. What passes
 * is counted where it is found: there are megabytes of it.
 */
const LOOK = `(async () => {
  const rules = { region: { enabled: false }, 'page-has-heading-one': { enabled: false } };
  const { passes, violations } = await axe.run(document, { rules, elementRef: true, selectors: false });
  return {
    elements: document.querySelectorAll('*').length,
    checked: new Set(passes.flatMap(({ nodes }) => nodes.map(({ element }) => element))).size,
    violations: violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })),
    })),
  };
})()`;

/** Holds what is in that frame against axe-core's rules. */
export async function accessibilityOf(frame: Frame | Page): Promise<Accessibility> {
  if (!(await frame.evaluate<boolean>('"axe" in globalThis'))) await frame.evaluate(axe);
  const { elements, checked, violations } = await frame.evaluate<{
    readonly elements: number;
    readonly checked: number;
    readonly violations: readonly AxeRule[];
  }>(LOOK);
  return {
    elements,
    checked,
    violations: violations.flatMap(({ id, nodes }) =>
      nodes
        .filter(({ html }) => !isNameOfItem(id, html))
        .map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    ),
  };
}
