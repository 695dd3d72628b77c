/** Where a program takes a secret without a name that says so. */
export interface SecretOptions {
  /** Options whose next word is the secret: `-p SECRET`. */
  readonly next?: readonly string[];
  /** Options that the secret is stuck to: `-pSECRET`. */
  readonly stuck?: readonly string[];
  /** Options whose next word holds a name and the secret: `-u me:SECRET`. */
  readonly pair?: readonly string[];
  /** Words without an option: of these, those from this one on are secret, counted from 0. */
  readonly from?: number;
  /** How such a word looks where not each is one. */
  readonly shape?: RegExp;
}

const table: [programs: string, options: SecretOptions][] = [
  // mysql(1): `-p` with a blank asks for the password, what follows is the database.
  [
    'mysql mysqldump mysqladmin mysqlimport mysqlcheck mysqlshow mysqlslap mysqlbinlog mysqlpump mysqlsh mariadb ' +
      'mariadb-dump mariadb-admin mariadb-import mariadb-check mariadb-show 7z 7za 7zz 7zr',
    { stuck: ['-p'] },
  ],
  ['mycli pgcli litecli', { stuck: ['-p'], next: ['-p'] }],
  [
    'mongo mongosh mongodump mongorestore mongoexport mongoimport mongostat mongotop mongofiles',
    { stuck: ['-p'], next: ['-p'] },
  ],
  ['redis-cli valkey-cli keydb-cli', { next: ['-a'] }],
  ['sqlcmd osql bcp tsql', { stuck: ['-P'], next: ['-P'] }],
  [
    'cqlsh cypher-shell clickhouse-client couchbase-cli cbq cbbackupmgr hydra evil-winrm steghide',
    { stuck: ['-p'], next: ['-p'] },
  ],
  ['sqlplus sqlldr expdp impdp', { from: 0, shape: /^[^/@\s]{1,64}\/./ }],
  [
    'ldapsearch ldapadd ldapmodify ldapdelete ldapwhoami ldapcompare ldapmodrdn ldappasswd',
    { stuck: ['-w'], next: ['-w'] },
  ],
  [
    'docker:login podman:login buildah:login skopeo:login nerdctl:login helm:login oras:login crane:login regctl:login az:login oc:login cf:login',
    { stuck: ['-p'], next: ['-p'] },
  ],
  ['vault:login ngrok:add-authtoken ngrok:authtoken nuget:setapikey cmdkey:/pass', { from: 0 }],
  ['mc:set mc:add', { from: 2 }],
  [
    'rabbitmqctl:change_password rabbitmqctl:add_user rabbitmqctl:authenticate_user wpa_passphrase',
    { from: 1 },
  ],
  ['dotnet:push nuget:push', { next: ['-k'] }],
  ['twine:upload twine', { next: ['-p'] }],
  ['sshpass', { stuck: ['-p'], next: ['-p'] }],
  ['curl', { stuck: ['-u'], pair: ['-u', '-U', '-E', '-b', '--user', '--proxy-user', '--cookie', '--cert'] }],
  ['wget', { pair: ['--user'] }],
  ['http https httpie xh xhs', { pair: ['-a', '--auth'] }],
  ['ab', { pair: ['-A', '-P'] }],
  ['hey siege wrk2 ttyd gotty', { pair: ['-a', '-c', '--credential'] }],
  ['smbclient rpcclient smbget net', { pair: ['-U'] }],
  ['lftp ncftp', { pair: ['-u'], next: ['-p'] }],
  ['xfreerdp xfreerdp3 wlfreerdp', { stuck: ['/p:'] }],
  ['rdesktop', { stuck: ['-p'], next: ['-p'] }],
  ['plink pscp psftp putty pageant', { next: ['-pw'] }],
  ['psexec schtasks', { next: ['-p', '/p', '/rp'] }],
  ['rar unrar', { stuck: ['-hp', '-p'] }],
  ['zip unzip zipcloak', { stuck: ['-P'], next: ['-P'] }],
  ['openssl', { next: ['-k', '-K', '-passin', '-passout', '-pass', '-hmac'] }],
  ['ipmitool', { next: ['-P'] }],
  ['snmpwalk snmpget snmpset snmpbulkwalk snmpbulkget snmptrap snmptable snmpstatus', { next: ['-A', '-X'] }],
  ['expect', { next: ['send'] }],
  // With -b; without it there are at most a file and a user.
  ['htpasswd', { from: 2 }],
  ['net:use net:user', { from: 1, shape: /^[^\\]/ }],
  ['ConvertTo-SecureString', { from: 0 }],
];

const OPTIONS: ReadonlyMap<string, SecretOptions> = new Map(
  table.flatMap(([programs, options]) => programs.split(' ').map((name) => [name.toLowerCase(), options])),
);
const WITH_COMMANDS = new Set(
  [...OPTIONS.keys()].flatMap((key) => (key.includes(':') ? [key.split(':')[0]] : [])),
);

/** What a word may have around it in a shell's text, and how Windows ends a program's name. */
const AROUND = /^[("'`{&$]{1,4}|[)"'`}]{1,4}$/g;
const programOf = (word: string): string =>
  word
    .slice(-120)
    .replace(AROUND, '')
    .replace(/^.*[/\\]/, '')
    .replace(/\.(?:exe|cmd|bat|com|ps1)$/i, '')
    .toLowerCase();

/**
 * Follows a command's words, and knows which program's options stand there: also behind `sudo`, `docker exec db`,
 * `timeout 5`, `sh -c`.
 */
export class ProgramReader {
  #program = '';
  #options: SecretOptions | undefined;
  #plain = 0;
  #afterOption = false;
  #flags = '';

  /** Takes the next word; tells where its secret is, if it has one. */
  take(word: string): 'word' | 'next' | 'pair' | { readonly stuck: string } | undefined {
    const options = this.#options;
    if (/^(?:&&?|\|\|?|;|\{|then|do|else)$/.test(word)) {
      this.#begin();
      return;
    }
    const isOption = /^[-/]./.test(word) && !/^\/\w+\//.test(word);
    if (isOption) this.#flags += word.startsWith('--') ? '' : word.slice(0, 12);
    const found = options && this.#inOptions(options, word, isOption);
    if (!isOption) this.#meet(word);
    this.#afterOption = /^--[^=]+$/.test(word);
    if (/[;&|]$/.test(word) && !isOption) this.#begin();
    return found;
  }

  #begin(): void {
    this.#program = '';
    this.#options = undefined;
    this.#flags = '';
    this.#afterOption = false;
  }

  #inOptions(options: SecretOptions, word: string, isOption: boolean): ReturnType<ProgramReader['take']> {
    if (options.next?.includes(word)) return 'next';
    if (options.pair?.includes(word)) return 'pair';
    // curl(1): flags may stand together, the last with a value: -su me:secret.
    if (this.#program === 'curl' && /^-[a-zA-Z]{1,8}[uU]$/.test(word)) return 'pair';
    const assigned = /^(--[a-z-]{1,40})=(?=[^:]{0,80}:.)/.exec(word)?.[1];
    if (assigned !== undefined && options.pair?.includes(assigned)) return { stuck: `${assigned}=` };
    const stuck = options.stuck?.find((each) => word.startsWith(each) && word.length > each.length);
    if (stuck !== undefined && !word.startsWith('--')) return { stuck };
    if (isOption || options.from === undefined) return undefined;
    // htpasswd(1): -n writes to no file, so that none is named.
    const from = this.#program === 'htpasswd' && this.#flags.includes('n') ? 1 : options.from;
    return this.#plain++ >= from && (options.shape?.test(word) ?? true) ? 'word' : undefined;
  }

  /** A word that is no option: a program, or the command of one. What follows a long option is that one's value. */
  #meet(word: string): void {
    const name = programOf(word);
    const ofCommand = OPTIONS.get(`${this.#program}:${name}`);
    if (ofCommand) {
      this.#options = ofCommand;
      this.#plain = 0;
    } else if (!this.#afterOption && (OPTIONS.has(name) || WITH_COMMANDS.has(name))) {
      this.#program = name;
      this.#options = OPTIONS.get(name);
      this.#plain = 0;
    }
  }
}
