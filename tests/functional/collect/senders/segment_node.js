// Send events with @segment/analytics-node, as an application would: ADDRESS KEY COUNT PAUSE_SECONDS.
const { Analytics } = require("@segment/analytics-node");

const [address, writeKey, count, pause] = process.argv.slice(2);
const analytics = new Analytics({
  writeKey,
  host: address,
  flushAt: Math.max(1, Math.min(100, Math.floor(count / 25))),
  flushInterval: 500,
  maxRetries: 100,
});
const failed = [];
analytics.on("error", (error) => failed.push(error));

async function main() {
  for (let number = 0; number < count; number++) {
    analytics.track({ userId: `user-${number}`, event: "Order Completed", properties: { number } });
    if (number % 20 === 19) await new Promise((done) => setTimeout(done, pause * 20000));
  }
  await analytics.closeAndFlush({ timeout: 120000 });
  console.log(failed.length ? `failed: ${JSON.stringify(failed)}` : "sent");
}
main();
