import { MASK } from './mask';

/** What services' own keys begin with, by the least length of the whole. */
const PREFIXES: readonly (readonly [length: number, prefixes: readonly string[]])[] = [
  [15, 'xoxa- xoxb- xoxe- xoxe. xoxp- xoxr- xoxs- xapp-'.split(' ')], // Slack
  [16, 'sk_live_ sk_test_ rk_live_ rk_test_ whsec_'.split(' ')], // Stripe
  [20, ['AKIA', 'ASIA']], // AWS access keys, long-term and temporary
  [20, 'ghp_ gho_ ghu_ ghs_ ghr_ github_pat_'.split(' ')], // GitHub
  [20, 'glpat- glrt- gldt- glptt- glagent- glft- glimt- glcbt- glsoat-'.split(' ')], // GitLab
  [20, 'sk-ant- sk-proj- sk-or-v1- sk-svcacct- hf_ gsk_ pplx- xai- lsv2_'.split(' ')], // language models
  [20, 'AIza ya29. GOCSPX-'.split(' ')], // Google
  [20, 'hvs. hvb. hvr. atlasv1.'.split(' ')], // Vault, Terraform Cloud
  [20, 'lin_api_ lin_oauth_ dckr_pat_ dckr_oat_ sntrys_ sntryu_ figd_ ntn_ PMAK- NRAK- glsa_'.split(' ')],
  [
    20,
    'tskey- nfp_ sbp_ sb_secret_ dp.pt. dp.st. sq0atp- sq0csp- ATATT3 ATCTT3 rubygems_ AGE-SECRET-KEY-'.split(
      ' ',
    ),
  ],
  [30, 'shpat_ shpca_ shppa_ shpss_ dop_v1_ doo_v1_ dor_v1_ npm_ pypi- SG.'.split(' ')],
  [36, ['dapi']], // Databricks
];

function isKey(run: string): boolean {
  // A JSON web token (RFC 7519): three base64url parts, the first of which begins with `{"`.
  if (run.startsWith('eyJ') && run.split('.', 3).length === 3) return true;
  // OpenAI's: small and capital letters and digits; words joined by hyphens have none.
  if (/^sk-[\w-]{20,}$/.test(run) && /\d/.test(run) && /[A-Z]/.test(run)) return true;
  // A Discord bot's: its id, a time and a signature.
  if (/^[MNO][\w-]{6,27}\.[\w-]{6}\.[\w-]{25,40}$/.test(run)) return true;
  return PREFIXES.some(
    ([length, prefixes]) => run.length >= length && prefixes.some((prefix) => run.startsWith(prefix)),
  );
}

/** A Telegram bot's: its number and 35 characters. */
const TELEGRAM = /\d{8,10}:[\w-]{35}/g;

/** Masks what looks like a service's own key. */
export const maskKeys = (word: string): string =>
  word.replace(TELEGRAM, MASK).replace(/[\w.-]+/g, (run) => (isKey(run) ? MASK : run));

/** `-----BEGIN OPENSSH PRIVATE KEY-----`, `-----BEGIN PGP PRIVATE KEY BLOCK-----`, and PuTTY's own form. */
export const holdsPrivateKey = (text: string): boolean =>
  /PRIVATE KEY(?: BLOCK)?-----/.test(text) || text.includes('PuTTY-User-Key-File');
