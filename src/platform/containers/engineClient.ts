import { type IncomingMessage, request } from 'node:http';
import { StringDecoder } from 'node:string_decoder';
import { oneLine } from '../../core/text/oneLine';
import { jsonItems } from './jsonItems';

/** The longest answer about one thing, in bytes: a container's inspection takes some 30 KB. */
const MAX_BODY = 1 << 19;

/** Bounds of the list of all containers: 1,000 of them take some 2 MB. */
const LIST_BOUNDS = { maxBytes: 1 << 24, maxItems: 10_000 };

/** Characters of one event; they have less than one thousand. */
const MAX_EVENT = 1 << 16;

/** Characters of an engine's own words that are passed on. */
const MAX_MESSAGE = 300;

/** An answer of an engine other than the one asked for. */
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
 * socket can't be reached, with an {@link EngineError} where the engine refuses, and with the reason of the signal.
 * What it answers is bounded and may be anything.
 */
export class EngineClient {
  readonly socketPath: string;

  constructor(socketPath: string) {
    this.socketPath = socketPath;
  }

  /** @returns the JSON that it answered */
  async get(path: string, signal: AbortSignal): Promise<unknown> {
    return JSON.parse(await bodyOf(await this.#ask('GET', path, signal))) as unknown;
  }

  /** @returns the items of the list that it answered, as they arrive */
  async *list(path: string, signal: AbortSignal): AsyncGenerator<unknown, void, undefined> {
    yield* jsonItems(await this.#ask('GET', path, signal), LIST_BOUNDS);
  }

  /** Sends an order that has no answer. Status 304, nothing to change, counts as success. */
  async post(path: string, signal: AbortSignal): Promise<void> {
    await bodyOf(await this.#ask('POST', path, signal));
  }

  /** One JSON value a line for as long as both sides want; resolves when the engine ends it. */
  async follow(path: string, signal: AbortSignal, onEvent: (event: unknown) => void): Promise<void> {
    const response = await this.#ask('GET', path, signal);
    const decoder = new StringDecoder('utf8');
    let rest = '';
    for await (const chunk of response as AsyncIterable<Buffer>) {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > MAX_EVENT) throw new Error(`An event is longer than ${MAX_EVENT} characters`);
      for (const line of lines) if (line.trim() !== '') onEvent(JSON.parse(line));
    }
  }

  async #ask(method: string, path: string, signal: AbortSignal): Promise<IncomingMessage> {
    const response = await this.#send(method, path, signal);
    const status = response.statusCode ?? 0;
    if (status !== 304 && (status < 200 || status > 299)) throw await refusal(response);
    return response;
  }

  #send(method: string, path: string, signal: AbortSignal): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const { socketPath } = this;
      // Uses a connection of its own: one that is kept open would keep this process from ending.
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
    if (length > MAX_BODY) throw new Error(`The answer is longer than ${MAX_BODY} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** `{"message":"No such container: web"}`; Podman adds `cause` and `response`. */
async function refusal(response: IncomingMessage): Promise<EngineError> {
  const status = response.statusCode ?? 0;
  let message = `${status} ${response.statusMessage ?? ''}`.trim();
  try {
    const { message: told } = JSON.parse(await bodyOf(response)) as { message?: unknown };
    if (typeof told === 'string' && told !== '') message = told.trim();
  } catch {
    // The body is not JSON, as from a proxy in between, or has no end: the status has to do.
  }
  return new EngineError(status, oneLine(message, MAX_MESSAGE));
}
