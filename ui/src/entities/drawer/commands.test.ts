import { describe, expect, it } from 'vitest';
import { commandFor, linesOf, wordsOf } from './commands';

const curl = `curl -v -X POST http://localhost:8080/api/v1/token/telemetry --header 'Content-Type: application/json' --data '{"temperature":25}'`;

describe('commands of Check connectivity', () => {
  it('reads words as a POSIX shell does', () => {
    expect(wordsOf(`a 'b c' 'it'\\''s' -u x`)).toEqual(['a', 'b c', "it's", '-u', 'x']);
  });

  it('quotes for Windows', () => {
    expect(commandFor(curl, 'windows')).toBe(
      'curl.exe -v -X POST http://localhost:8080/api/v1/token/telemetry --header "Content-Type: application/json" --data "{\\"temperature\\":25}"',
    );
  });

  it('runs what has an image in Docker', () => {
    expect(commandFor('mosquitto_pub -d -h localhost', 'docker')).toBe(
      'docker run --rm --network host eclipse-mosquitto mosquitto_pub -d -h localhost',
    );
    expect(commandFor('coap-client -m post coap://localhost', 'docker')).toBeUndefined();
  });

  it('finds lines at any depth', () => {
    expect(linesOf({ coap: { coap: 'one', docker: { coap: 'two' } } })).toEqual([
      { protocol: 'coap', command: 'one' },
      { protocol: 'coap', command: 'two' },
    ]);
  });
});
