/** Reads one workbook in a process of its own and says what it cost: `node measure-reading.ts <file>`. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { readWorkbooks } from '#workbook';
import { sampleOptions } from './workbooks.ts';

const path = process.argv[2]!, bytes = new Uint8Array(readFileSync(path));
const before = process.resourceUsage().maxRSS, from = process.cpuUsage();
const { problems } = await readWorkbooks([{ name: basename(path), bytes }], sampleOptions('22205411'));
const { user, system } = process.cpuUsage(from), megabytes = Math.round((process.resourceUsage().maxRSS - before) / 1024);
process.stdout.write(JSON.stringify({ codes: problems.map(({ code }) => code).slice(0, 5), cpuMs: Math.round((user + system) / 1000), megabytes }));
