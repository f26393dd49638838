// Shows new rows as they come, while the box is ticked and the page is looked at. Without this script the page is reloaded by hand.
const every = 5000;

for (const part of document.querySelectorAll("[data-live]")) {
    const box = document.createElement("input");
    box.type = "checkbox";
    const label = document.createElement("label");
    label.className = "live";
    label.append(box, part.dataset.liveLabel);
    part.before(label);

    setInterval(async () => {
        if (!box.checked || document.hidden)
            return;
        try {
            const answer = await fetch(part.dataset.live, { redirect: "error" });
            if (!answer.ok)
                throw new Error(String(answer.status));
            const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
            part.replaceChildren(...fresh.body.childNodes);
        } catch {
            // Signed out, or the authority is away: what is shown stays, and says so by the box.
            box.checked = false;
        }
    }, every);
}
