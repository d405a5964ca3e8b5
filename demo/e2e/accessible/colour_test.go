package accessible_test

import (
	"regexp"
	"strings"
	"testing"
)

// rows are the names and the visible text of the rows of a diagram.
const rows = `JSON.stringify([...document.querySelectorAll("main li.hop, #rows > li")].filter((li) => li.checkVisibility({contentVisibilityAuto: true})).map((li) => (li.querySelector(".cover")?.textContent ?? "") + " | " + li.textContent.replace(li.querySelector(".cover")?.textContent ?? "", "").replace(/\s+/g, " ")))`

// refusal is the status of a message that was refused.
var refusal = regexp.MustCompile(`, 4\d\d\b`)

// TestBrowserNotByColourAlone reads the rows of a diagram and of the list: channel, status and refusal
// are words in the name of each row and in the text that one sees (WCAG 2.2 §1.4.1, §1.1.1).
func TestBrowserNotByColourAlone(t *testing.T) {
	w := start(t)
	w.fail(t)
	w.use(t, 2)
	w.b.Open(w.Inspector + "/messages")
	all := list(t, w.b, rows)
	_, addresses := w.screens(t)
	w.b.Open(addresses["/flows/{id}"])
	all = append(all, list(t, w.b, rows)...)
	seen := map[string]int{}
	for _, row := range all {
		name, text, _ := strings.Cut(row, " | ")
		if name == "" { // a row of repeated messages
			continue
		}
		for _, word := range []string{"through the browser", "server to server", "refused", ", 200"} {
			if strings.Contains(name, word) {
				seen[word]++
			}
		}
		if !strings.Contains(name, "through the browser") && !strings.Contains(name, "server to server") {
			t.Errorf("the name does not say the channel: %s", row)
		}
		if refusal.MatchString(name) && !strings.Contains(name, "refused") {
			t.Errorf("the name does not say that it was refused: %s", row)
		}
		if len(text) < 10 {
			t.Errorf("there is no text beside the name: %s", row)
		}
	}
	for _, word := range []string{"through the browser", "server to server", "refused", ", 200"} {
		if seen[word] == 0 {
			t.Errorf("no row says %q", word)
		}
	}
}
