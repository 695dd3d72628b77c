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

/** Holds what is in that frame against axe-core's rules. A panel is no page: it has no need of landmarks and a heading. */
export async function accessibilityOf(frame: Frame | Page): Promise<Accessibility> {
  await frame.evaluate(axe);
  const { elements, passes, violations } = await frame.evaluate<{
    readonly elements: number;
    readonly passes: readonly AxeRule[];
    readonly violations: readonly AxeRule[];
  }>(`(async () => {
    const rules = { region: { enabled: false }, 'page-has-heading-one': { enabled: false } };
    const { passes, violations } = await axe.run(document, { rules });
    return { elements: document.querySelectorAll('*').length, passes, violations };
  })()`);
  return {
    elements,
    checked: new Set(passes.flatMap(({ nodes }) => nodes.map(({ html }) => html))).size,
    violations: violations.flatMap(({ id, nodes }) =>
      nodes
        .filter(({ html }) => !isNameOfItem(id, html))
        .map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    ),
  };
}
