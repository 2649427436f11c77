// Send events with RudderStack's SDK for Node, as an application would: ADDRESS KEY COUNT PAUSE_SECONDS.
const Analytics = require("@rudderstack/rudder-sdk-node");

const [address, writeKey, count, pause] = process.argv.slice(2);
const failed = [];
const client = new Analytics(writeKey, {
  dataPlaneUrl: address,
  flushAt: Math.max(1, Math.min(100, Math.floor(count / 25))),
  flushInterval: 500,
  maxInternalQueueSize: Number(count) + 1,
  retryCount: 100,
  axiosRetryConfig: { retryDelay: () => 200 },
  errorHandler: (error) => failed.push(String(error)),
});

async function main() {
  for (let number = 0; number < count; number++) {
    client.track({ userId: `user-${number}`, event: "Order Completed", properties: { number } });
    if (number % 20 === 19) await new Promise((done) => setTimeout(done, pause * 20000));
  }
  await client.flush();
  console.log(failed.length ? `failed: ${JSON.stringify(failed)}` : "sent");
}
main();
