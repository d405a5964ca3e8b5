package text

import (
	"fmt"
	"io"
	"strings"

	"quartet.example/demo/labs/lab"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/trace"
)

// Heading writes what is attacked, before a run.
func Heading(w io.Writer, t flowview.Terminal, l *lab.Lab, a *lab.Attack, target lab.Target) error {
	what := "The attacker " + a.Title + "."
	if len(l.Attacks) == 0 {
		what = "Nobody attacks: this lab shows what should happen."
	}
	_, err := fmt.Fprintf(w, "%s\n%s\n\n", t.Paint("1", t.Wrap("", Title(l, target))), t.Wrap("", what))
	return err
}

// Title names a run: "Lab 03 Stolen code · naive", as in the inspector.
func Title(l *lab.Lab, target lab.Target) string {
	return trace.Lab{ID: l.ID, Name: l.Title, Target: target.String()}.Title()
}

// Step returns one step of an attack as a line.
func Step(t flowview.Terminal, step lab.Step) string {
	return "  - " + t.Wrap("    ", step.String())[4:]
}

// Result writes the messages of a run, how the attack ended, what became of the victim, and whether the lab says so.
func Result(w io.Writer, t flowview.Terminal, r lab.Result) error {
	var b strings.Builder
	f := Flow(r.Events)
	b.WriteString("\n" + t.Wrap("", flowview.Summary(f)) + "\n" + t.Messages(f.Hops) + "\n" + t.Legend() + "\n")
	colour := "1;32"
	if r.Leaked {
		colour = "1;31"
	}
	b.WriteString("\n" + t.Paint(colour, t.Wrap("", r.Outcome())) + "\n")
	for _, text := range []string{goal(r), Victim(r)} {
		if text != "" {
			b.WriteString(t.Wrap("", text) + "\n")
		}
	}
	if err := r.Verdict(); err != nil {
		b.WriteString(t.Paint("1;33", t.Wrap("", "This is not what the lab says: "+err.Error()+".")) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// goal says what the attacker wanted. It is "" if the lab has no attack.
func goal(r lab.Result) string {
	switch {
	case len(r.Lab.Attacks) == 0:
		return ""
	case r.Attack.Writes:
		return "The attacker wants to write a note in Alice's name, with a random text that is new in each run."
	}
	return "The canary is a random text in Alice's notes, new in each run. Only Alice may read it."
}

// Victim says whether the victim could do afterwards what the attack was about, or "" if that was not tried.
func Victim(r lab.Result) string {
	switch {
	case len(r.Lab.Attacks) == 0 || r.Attack.DiesAt(r.Target) == "":
		return ""
	case r.Honest != nil:
		return "Alice's own sign-in does not work any more: " + r.Honest.Error() + "."
	}
	return "Alice's own sign-in still works."
}
