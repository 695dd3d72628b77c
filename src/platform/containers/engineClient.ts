import { type IncomingMessage, request } from 'node:http';
import { StringDecoder } from 'node:string_decoder';

/** An answer that is longer is none: 1,000 containers take some 2 MB. */
const MAX_BODY = 1 << 26;

const MAX_EVENT = 1 << 20;

/** An engine that does not answer within this time is as good as none. */
const ANSWER_MS = 5000;

/** What an engine answered other than what was asked for. */
export class EngineError extends Error {
  readonly status: number;

  /** @param message the engine's own words */
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * The HTTP API of a container engine on its Unix socket: Docker Engine API (docs.docker.com/reference/api/engine), which
 * Podman speaks too. Paths carry no version: the engine answers in its newest. Rejects with errno's error where the
 * socket can't be reached, and with an {@link EngineError} where the engine refuses.
 */
export class EngineClient {
  readonly socketPath: string;

  constructor(socketPath: string) {
    this.socketPath = socketPath;
  }

  /** @returns the JSON that it answered */
  async get(path: string): Promise<unknown> {
    return JSON.parse(await this.#ask('GET', path, AbortSignal.timeout(ANSWER_MS))) as unknown;
  }

  /** For orders that answer nothing. 304: it is so already. */
  async post(path: string, signal: AbortSignal): Promise<void> {
    await this.#ask('POST', path, signal);
  }

  /** One JSON value a line for as long as both sides want; resolves when the engine ends it. */
  async follow(path: string, signal: AbortSignal, onEvent: (event: unknown) => void): Promise<void> {
    const response = await this.#send('GET', path, signal);
    if (response.statusCode !== 200) throw await refusal(response);
    const decoder = new StringDecoder('utf8');
    let rest = '';
    for await (const chunk of response as AsyncIterable<Buffer>) {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > MAX_EVENT) throw new Error(`An event of more than ${MAX_EVENT} characters`);
      for (const line of lines) if (line.trim() !== '') onEvent(JSON.parse(line));
    }
  }

  async #ask(method: string, path: string, signal: AbortSignal): Promise<string> {
    const response = await this.#send(method, path, signal);
    const status = response.statusCode ?? 0;
    if (status !== 304 && (status < 200 || status > 299)) throw await refusal(response);
    return await bodyOf(response);
  }

  #send(method: string, path: string, signal: AbortSignal): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const { socketPath } = this;
      // A connection of its own: one that is kept open would keep this process from doing nothing.
      const options = { socketPath, path, method, signal, agent: false, headers: { Host: 'localhost' } };
      request(options, resolve).on('error', reject).end();
    });
  }
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY) throw new Error(`An answer of more than ${MAX_BODY} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** `{"message":"No such container: web"}`; Podman adds `cause` and `response`. */
async function refusal(response: IncomingMessage): Promise<EngineError> {
  const body = await bodyOf(response);
  const status = response.statusCode ?? 0;
  let message = `${status} ${response.statusMessage ?? ''}`.trim();
  try {
    const { message: told } = JSON.parse(body) as { message?: unknown };
    if (typeof told === 'string' && told !== '') message = told.trim();
  } catch {
    // Not JSON, as of a proxy in between: the status speaks for itself.
  }
  return new EngineError(status, message);
}
