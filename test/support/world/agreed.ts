/** Runs the body of a script that a test starts in namespaces of its own, prints what came of it, and ends. */
export function agreed(body: () => Promise<void>): void {
  body().then(
    () => {
      console.log('agreed');
      process.exit(0);
    },
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}
