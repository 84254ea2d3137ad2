// Makes calls with the npm client of Business Messages. It reads {rootUrl, key, calls: [{method, params}]} as JSON and
// prints a line of JSON for each call: {status, data} or {status, error}, and a last one with the token requests.

import { readFileSync } from 'node:fs';
import businessmessages from 'businessmessages';
import { JWT } from 'google-auth-library';

const { rootUrl, key, calls } = JSON.parse(readFileSync(0, 'utf8'));
const api = new businessmessages.businessmessages_v1.Businessmessages({ rootUrl, auth: login(key), retry: false });
const methods = {
  'messages.create': (params) => api.conversations.messages.create(params),
  'messages.updateReceipt': (params) => api.conversations.messages.updateReceipt(params),
  'events.create': (params) => api.conversations.events.create(params),
  'surveys.create': (params) => api.conversations.surveys.create(params),
  // the style of the client's own samples
  'messages.create, callback': (params) => new Promise((resolve, reject) => {
    api.conversations.messages.create(params, {}, (error, answer) => (error ? reject(error) : resolve(answer)));
  }),
};
let tokens = 0;

for (const { method, params } of calls) print(await outcome(methods[method](params)));
print({ tokens });

async function outcome(answer) {
  try {
    const { status, data } = await answer;
    return { status, data };
  } catch (error) {
    return { status: error.response?.status ?? 0, error: error.response?.data ?? error.message };
  }
}

function print(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/**
 * The service account's client. google-auth-library does not read token_uri: it signs for Google's own token URL and
 * posts there, whatever the key says. So the audience is set beside the other claims, and the request is redirected.
 */
function login({ client_email: email, private_key, private_key_id: keyId, token_uri: aud }) {
  const scopes = ['https://www.googleapis.com/auth/businessmessages'];
  const client = new JWT({ email, key: private_key, keyId, scopes, additionalClaims: { aud } });
  client.transporter.interceptors.request.add({
    resolved: async (options) => {
      if (options.url.hostname !== 'oauth2.googleapis.com') return options;
      tokens += 1;
      return { ...options, url: new URL(aud) };
    },
  });
  return client;
}
