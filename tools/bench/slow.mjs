// Simulates a slow phone with Chromium's developer tools.

/** Slows the CPU down by `rate`, and with `network` the network to Fast 3G: 1.44 Mbit/s, 562.5 ms for each request. */
export async function slowDown(page, { rate = 4, network = false } = {}) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
  if (network) {
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 562.5,
      downloadThroughput: 180_000,
      uploadThroughput: 84_375,
    });
  }
}
