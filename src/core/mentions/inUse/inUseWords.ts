// Every quantifier has an upper bound, so that a line costs time in proportion to its length (a test reads the sources).

/** `is already in use`, `was taken`, `has been used`: what is said of a port or an address. */
const BE =
  "(?:is|was|are|were|'s|seems?(?: to be| like it is)?|appears? to be|(?:might|may|could|must|can) (?:already )?be|(?:has|have)(?: already)? been|being|probably)";
const ALREADY = '(?:already |currently |still |probably |presumably |actively ){0,2}';

/** States that leave no doubt. */
const TAKEN =
  '(?:in use|being used|used by (?:another|an ?other|some|process|pid|program|application)|already (?:in use|used(?! (?:for|as|to)\\b)|taken|occupied|allocated|bound|reserved|assigned|claimed|leased|listening)' +
  '|(?:has|have) (?:already )?been (?:used|taken|occupied|allocated|bound)|running this app|running .{1,40} in another window)';
/** States of a port that an address may be in for other reasons: a connection is open, a client is registered. */
const TAKEN_PORT =
  'already (?:open|opened|running|started|registered|active|exposed|published|forwarded|exists)';
/** States that anything may be in: they count of a port, and of an address where the line speaks of binding. */
const BUSY =
  "(?:(?:occupied|taken|busy|allocated|unavailable|not available|not free|not open|not usable|blocked by|held by|owned by|bound by|in conflict|(?:could ?n[o']t|can ?not|can't) be (?:used|bound|opened))(?! with\\b)|conflicts? with)";

/** What other languages and the systems themselves say. Of each the part that names the state. */
const OTHER_LANGUAGES = [
  // "Address already in use" as the C library says it
  'Adresse (?:wird|ist) bereits (?:verwendet|benutzt|in (?:Gebrauch|Verwendung|Benutzung))',
  'Adresse d[ée]j[àa] utilis[ée]e',
  'direcci[óo]n ya (?:se est[áa] usando|est[áa] en uso)',
  'Indirizzo gi[àa] in uso',
  'Endere[çc]o j[áa] (?:est[áa] )?(?:em uso|sendo usado)',
  'Adres (?:is al in gebruik|jest ju[żz] w u[żz]yciu|zaten kullan[ıi]mda)',
  'Adressen (?:anv[äa]nds redan|er allerede i bruk)',
  'Adresa (?:je ji[žz] pou[žz][íi]v[áa]na|je u[žz][íi]v[áa]na)',
  'Адрес(?:а)? (?:уже используется|вже використовується)',
  'アドレスは(?:既|すで)に使用(?:中|されて)',
  '地址(?:已|已经)?(?:在使用|被使用|被占用|使用中)',
  '位址已(?:在使用|被使用|經在使用)',
  '주소가 이미 사용',
  // "Only one usage of each socket address" as Windows says it
  '(?:darf|kann) jede Socketadresse',
  'seule utilisation de chaque adresse de socket',
  'un uso de cada direcci[óo]n de socket',
  'solo utilizzo di ogni indirizzo di socket',
  'utiliza[çc][ãa]o de cada endere[çc]o de soquete',
  'u[żz]ycie ka[żz]dego adresu gniazda',
  'использование адреса сокета',
  '各ソケット ?アドレス',
  '每个套接字地址',
  '一個通訊端位址|每個通訊端位址',
  '각 소켓 주소',
];

/** What is said of a port in other languages, before or behind its number. */
const STATES_ELSEWHERE =
  '(?:(?:wird|ist) (?:bereits|schon|gerade|derzeit) (?:verwendet|benutzt|belegt|vergeben|in (?:Gebrauch|Verwendung|Benutzung))|ist belegt|(?:est )?d[ée]j[àa] (?:utilis[ée]e?|occup[ée]e?|pris|en cours d.utilisation)' +
  '|ya (?:est[áa] (?:en uso|ocupad[oa]|siendo (?:usad|utilizad)[oa])|se est[áa] (?:usando|utilizando))|(?:è )?gi[àa] (?:in uso|occupata|utilizzata)|j[áa] (?:est[áa] )?(?:em uso|sendo (?:usad|utilizad)a|ocupada)' +
  '|is al in gebruik|is bezet|jest (?:ju[żz] )?(?:zaj[ęe]ty|w u[żz]yciu|u[żz]ywany)|zaten kullan[ıi](?:mda|l[ıi]yor)|anv[äa]nds redan|уже (?:используется|занят|занята)|занят' +
  '|(?:は|が)?(?:既|すで)に使(?:用|われて)|(?:は|が)?使用(?:中|されています)|(?:已|已经|已經|正)?(?:被(?:占用|佔用|使用)|在使用|使用中)|(?:이\\(가\\)|가|이|는|은)? ?이미 사용)';

/** The address itself is in use, whatever program reports it: the number may stand anywhere in the line. */
export const ADDRESS_IN_USE: readonly string[] = [
  '(?:WSA)?EADDRINUSE',
  '\\b\\w{0,40}(?:port|addr(?:ess)?)_?(?:is_?)?(?:already_?)?in_?use\\w{0,40}',
  `(?<!(?:e-?mail|mail|mac|wallet|street|billing) )address(?:es)? (?:${BE} )?${ALREADY}(?:in use|being used|used|taken|occupied)(?! (?:for|as|to)\\b)`,
  `\\bports? (?:${BE} )?${ALREADY}(?:be )?(?:already )?(?:in use|being used|occupied|taken|already (?:used|bound|allocated))(?! (?:for|as|to)\\b)`,
  'only one usage of each socket address',
  '\\b(?:errno|os error|winerror|socket error|system error|socketexception|socketerror|error code)["\'\\]]?[ :=(]{0,3}-?(?:98|48|10048)\\b',
  '\\((?:98|48|10048)[):]',
  'bindexception',
  'connection in use',
  'already allocated',
  `(?:${OTHER_LANGUAGES.join('|')})`,
];

/**
 * Words directly behind a number: `is already in use`. `busy` counts only behind a port, or where the line speaks of a
 * bind.
 */
export const STATE_BEHIND = {
  taken: `^["'\`)\\]}»」】]{0,4}(?<gap>[^.;!?\\n]{0,60}?)[\\s("'[*:,-]{0,4}(?:(?:which|that|it) )?(?:(?:${BE}|already) )?(?<state>${ALREADY}${TAKEN}|${STATES_ELSEWHERE})(?! (?:for|as) )`,
  busy: `^["'\`)\\]}»」】]{0,4}(?<gap>[^.;!?\\n]{0,60}?)[\\s("'[*:,-]{0,4}(?:(?:which|that|it) )?(?:${BE} )?(?<state>${ALREADY}${BUSY}|${TAKEN_PORT})\\b`,
} as const;

/** Words that may stand between a number and what is said of it. */
export const LINK_WORD =
  /\([^()]{0,40}\)|[\s"'`()[\]{}【】「」:：*,，=#/\\-]|\b(?:on|at|of|for|from|by|to|is|was|it|the|a|an|same|port|ports|number|address|addr|host|localhost|local|tcp|udp|ipv[46]|interface|all|any|this|machine|specified|requested|configured|required|default|socket|file|unix|domain|url|http|https|server|failed|and|or|reserved|your|that|our|debug|debugger|admin|web|process|using|running|listening|bound)\b|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/gi;

/** What stands before a number that is in use. */
export const STATE_BEFORE: readonly string[] = [
  // already in use: 3000; already running on port 3000; port conflict: 8080
  `(?:${TAKEN}|${TAKEN_PORT}|occupied|port conflict|already (?:using|serving|(?:exists|have|has)\\b[^.;!?]{0,40}?\\b(?:on|using))|${STATES_ELSEWHERE})`,
  // another process is using port 3000
  '(?<!\\b(?:start|starts|starting|launch|launching|spawn|spawning|run|running|add|adding|creat(?:e|ing)|try|trying|use|with|on) )\\b(?:another|some ?(?:thing|body|one)|other (?:process|program|app|application|service|server|instance))\\b[^.;!?]{0,60}?\\b(?:using|uses|running|listen(?:s|ing)?|bound|occup(?:ies|ying)|holds?|holding|has|(?:process|program|app|application|service|server|instance|container) on)\\b',
];

/** The advice that a failed start ends with: stop the process that is listening on port 8080. */
export const STOP_WHAT_HOLDS_IT =
  '\\b(?:stop|kill|terminate|close|shut ?down|quit)\\b[^.;!?]{0,40}?\\b(?:process|program|app|application|server|service)\\b[^.;!?]{0,30}?\\b(?:using|listening|running|occupying|holding)\\b';

const FAILED =
  "(?:fail(?:ed|ure|s|ing)?|unable|could ?n[o']t|could not|can ?not|can't|can’t|cannot|couldn’t|not able|error|impossible|problem|trouble|did not succeed|unsuccessful|nicht m[öo]glich|impossible de|no se pudo)";
const BIND = '(?:bind(?:ing)?|bound|listen(?:ing|er)?|make_sock)';
const OPEN_SOCKET =
  '(?:(?:open(?:ing)?|creat(?:e|ing)|start(?:ing)?|set(?:ting)?[ -]?up|initiali[sz](?:e|ing)|get|add(?:ing)?|acquir(?:e|ing)|reserv(?:e|ing)|allocat(?:e|ing)|claim|use)\\b[^.;!?]{0,50}?\\b(?:port|(?:server|listen\\w{0,4}|shutdown|tcp|udp|http) (?:\\w{1,20} )?socket|listener|endpoint|forwarding rule|redirection))';
const START =
  '(?:start(?:ing)?|run(?:ning)?|launch|serve|expose|exposing|publish|forward)\\b[^.;!?:]{0,50}?\\b(?:on|at|port)';

/** A bind that failed, before the number: `Failed to bind to`, `cannot listen on`, `bind failed on`. */
export const BIND_FAILED: readonly string[] = [
  `\\b${FAILED}\\b[^.;!?]{0,60}?\\b${BIND}\\b`,
  `\\b${BIND}\\b(?:\\(\\))?[^.;!?\\d]{0,30}?\\b${FAILED}\\b`,
  `\\b${FAILED}\\b[^.;!?]{0,40}?\\b${OPEN_SOCKET}\\b`,
];
/** The same of a start: counts where no reason of another kind is given. */
export const START_FAILED = `\\b${FAILED}\\b[^.;!?:]{0,20}?\\b${START}\\b`;
/** No port is left: `Cannot find empty port in range: 7860-7860`. */
export const NO_PORT_FREE =
  "\\b(?:no|not|cannot|unable to|failed to|can't)\\b[^.;!?\\d]{0,20}?\\b(?:empty|free|available|open|unused) ports?\\b";
/** A bind that failed, behind the number: `bind to port 22 failed`. */
export const FAILED_BEHIND = `^["'\`)\\]]{0,3}(?:[^.;!?:\\d]{0,24}|[^;!?a-z]{0,40}) ?\\b(?:failed|did not succeed)\\b`;
export const BIND_BEFORE = `\\b${BIND}\\b[^.;!?]{0,40}$`;

/** Refused for want of a right, or an address that the machine does not have: then nobody holds it. */
export const DENIED = new RegExp(
  [
    '\\bpermission|\\bE(?:ACCES|PERM|ADDRNOTAVAIL|AFNOSUPPORT)\\b|not permitted|access (?:is )?denied|forbidden|privilege|must be root|(?:requires|as|need) root',
    "(?:cannot|can't|can not|can’t|failed to|unable to) assign|assign requested|address not available|not valid in its context",
    '\\b(?:errno|os error|winerror|error code)["\'\\]]?[ :=(]{0,3}-?(?:13|1|99|49|10013|10049)\\b|\\((?:13|99|49|10013|10049)[):]',
    'Zugriff verweigert|Zugriffsrechte|Keine Berechtigung|Permission non accord|Acc[èe]s refus|permiso denegado|permesso negato|permiss[ãa]o negada|acesso negado|отказано в доступе|許可がありません|アクセス許可|权限|權限|허가 거부|액세스 권한',
  ].join('|'),
  'i',
);
/** Another reason for a bind that failed. */
export const OTHER_REASON =
  /\bE(?:NOENT|NOTFOUND|MFILE|INVAL|PROTO\w{0,20}|CONN\w{0,10})\b|invalid|illegal|malformed|out of range|not found|no such|does not exist|cannot find(?! (?:an? )?(?:empty|free|available|open))|refused|timed? ?out|unreachable|not supported|unsupported|unknown host|name or service|nodename nor|resol(?:ve|ution)|too many open|no space|out of memory|certificate|no route|unexpected token|syntax error|module/i;

/** Nothing of a bind: what a server says about requests, and what a test or a page of help says. */
export const NEVER =
  /\b503\b|service unavailable|temporarily|remote (?:port )?forward|\bconnect(?:\(2\))? (?:EADDRINUSE|for\b)|:\s?connect:|^\s{0,20}(?:[✓✔√✗✕×○●]|ok \d{1,6}|it\(|describe\(|PASS\b)|\bshould\b[^.]{0,80}\bport\b/i;
export const UNSURE_BEFORE =
  /\b(?:if|when|whenever|whether|unless|in case|until|once|while|make sure|ensure|be sure|verify|check(?:s|ing)?|avoid(?:s|ing)?|prevent(?:s|ing)?|handle[sd]?|handling|fix(?:e[sd])?)\b[^.;:!]{0,60}$/i;
export const NEGATED =
  /(?:\bnot|n't|n’t|\bnever|\bneither|\bwithout|\bno|\bnothing(?: else)?)\b[^.;,:!]{0,24}$/i;
export const NO_LONGER = /\bno longer\b/i;
/** Words of a line that reports a failure of its own. */
export const FAILURE =
  /\b(?:errors?|failed|failure|unable|could ?n[o']t|could not|cannot|can't|fatal|panic|abort(?:ed|ing)?|crash(?:ed)?|exception|emerg|alert|crit(?:ical)?)\b/i;
/** Where a line may speak of it at all; asked before anything that costs more. */
export const MAY_SAY = new RegExp(
  [
    'in.?use|being used|used|taken|occupied|busy|available|allocated|bound|bind|listen|another|already|existing|something|someone|conflict|not open|not free|held by|owned by|only one usage|port|socket|address|start|endpoint|forwarding|redirection',
    '98|10048|порт|адрес|ポート|アドレス|端口|地址|埠|位址|포트|주소|adres|endere|indirizzo|direcci|puerto|porta',
  ].join('|'),
  'i',
);
