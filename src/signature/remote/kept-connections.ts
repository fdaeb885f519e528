import http, { type Agent } from 'node:http';
import https from 'node:https';

/** A connection that had been kept was closed before the answer came. */
export class StaleConnection extends Error {}

/** Longer than between two records of a batch, shorter than most servers keep a connection. */
const IDLE_MS = 4_000;
/** To one server; more at a time are opened and not kept. */
const KEPT_MAX = 8;

const kept = { keepAlive: true, timeout: IDLE_MS, maxFreeSockets: KEPT_MAX } as const;
const pair = () => ({ 'http:': new http.Agent(kept), 'https:': new https.Agent(kept) });
/** Told apart, because a connection made for whoever may reach inner addresses must not serve whoever may not. */
const AGENTS = { anywhere: pair(), outer: pair() } as const;

/** The connections that are kept between questions to a server: of a batch of 800 records every one has its time-stamps, and each new connection costs three turns of the line before the first octet of a question. */
export const keptConnections = (url: URL, outerOnly: boolean): Agent =>
  AGENTS[outerOnly ? 'outer' : 'anywhere'][url.protocol as 'http:' | 'https:'];
