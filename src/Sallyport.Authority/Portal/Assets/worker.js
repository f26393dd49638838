// Shows a notification for each push message, and brings the Approve page forward when it is touched.

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

self.addEventListener('push', event => {
  const login = event.data?.json() ?? {};
  event.waitUntil(self.registration.showNotification(login.title ?? 'Sallyport', {
    body: login.body,
    tag: 'login',
    icon: '/portal/assets/icon.svg',
    requireInteraction: true,
  }));
});

self.addEventListener('notificationclick', event => {
  event.notification.close();
  event.waitUntil(open());
});

async function open() {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = windows.find(window => new URL(window.url).pathname === '/portal/approve');
  return page ? page.focus() : self.clients.openWindow('/portal/approve');
}
