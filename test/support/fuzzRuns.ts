/** How often a property is tried: 200 times on a desk, 2,000 in CI; `npm run fuzz` says how often. */
export const FUZZ_RUNS = Number(
  process.env['PORTOLAN_FUZZ_RUNS'] ?? (process.env['CI'] === 'true' ? 2000 : 200),
);
