// The person in front of the browser is at the other end of standard input and
// output: a line of JSON says what to do, the line that comes back what happened.
import { createInterface } from 'node:readline'

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()

async function ask(wish) {
  console.log(JSON.stringify(wish))
  const { value } = await lines.next()
  return value
}

// open sends the browser to the authorization server; it resolves with the URL
// at which the browser comes back.
export const open = async (url) => new URL(await ask({ open: String(url) }))

// connect opens the page for the code of a device, and allows it.
export const connect = (url) => ask({ connect: String(url) })

// settings are what ../npm_test.go registered.
export const settings = JSON.parse(process.env.SETTINGS)

// key is the private key of the client that authenticates with one.
export const key = () =>
  crypto.subtle.importKey('jwk', settings.key, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])

export function check(ok, what) {
  if (!ok) throw new Error(what)
}

// tell runs the flows, one after the other, and reports each.
export async function tell(flows) {
  for (const [name, flow] of Object.entries(flows)) {
    try {
      await flow()
      console.log(JSON.stringify({ flow: name }))
    } catch (err) {
      console.log(JSON.stringify({ flow: name, failed: `${err.code ?? ''} ${err.error ?? ''} ${err.error_description ?? ''} ${err.stack} ${err.cause ?? ''}` }))
    }
  }
  process.exit(0)
}
