// Says its pid and port, and ends with its standard input.
process.stdin.resume().on('end', () => process.exit());
require('node:net')
  .createServer()
  .listen(0, '127.0.0.1', function () {
    console.log(process.pid, this.address().port);
  });
