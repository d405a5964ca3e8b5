package glossary

import (
	"slices"
	"strings"

	"quartet.example/shared/trace"
)

// Ref names a section of a specification: {"RFC 7636", "§4.6"}.
type Ref struct{ Doc, Section string }

// ID returns the anchor of the section.
func (r Ref) ID() string { return Anchor(strings.ToLower(r.Doc + " " + r.Section)) }

// URL returns where the section can be read. Only RFCs have addresses of sections.
func (r Ref) URL() string {
	number, isRFC := strings.CutPrefix(r.Doc, "RFC ")
	if !isRFC {
		return documents[r.Doc].url
	}
	address := "https://www.rfc-editor.org/rfc/rfc" + number
	if section, ok := strings.CutPrefix(r.Section, "§"); ok {
		return address + "#section-" + section
	}
	if appendix, ok := strings.CutPrefix(r.Section, "App. "); ok {
		return address + "#appendix-" + appendix
	}
	return address
}

// Refs returns the sections in the text of a Spec: two for "RFC 9449 §6.1, §7.1", none for
// "no RFC".
func Refs(spec string) []Ref {
	var refs []Ref
	doc := ""
	for part := range strings.SplitSeq(strings.ReplaceAll(spec, "Appendix", "App."), ", ") {
		at := strings.Index(part, "§")
		if at < 0 {
			at = strings.Index(part, "App.")
		}
		if at < 0 {
			continue
		}
		if at > 0 {
			doc = strings.TrimSpace(part[:at])
		}
		refs = append(refs, Ref{doc, part[at:]})
	}
	return refs
}

// Spec is a specification with the sections that the glossary refers to.
type Spec struct {
	Doc, Title, URL string
	Sections        []Section
}

// ID returns the anchor of the specification.
func (s Spec) ID() string { return Anchor(strings.ToLower(s.Doc)) }

// Section is a section with the terms and checks that refer to it.
type Section struct {
	Ref
	Terms  []trace.Entry
	Checks []Check
}

// Specs returns the specifications, RFCs first, in the order of their numbers, and then the others
// by name.
func Specs() []Spec {
	sections := map[Ref]*Section{}
	at := func(r Ref) *Section {
		if sections[r] == nil {
			sections[r] = &Section{Ref: r}
		}
		return sections[r]
	}
	for _, term := range Terms() {
		for _, r := range Refs(term.Spec) {
			at(r).Terms = append(at(r).Terms, term)
		}
	}
	for _, check := range Checks() {
		for _, r := range Refs(check.Spec) {
			at(r).Checks = append(at(r).Checks, check)
		}
	}
	return byDocument(sections)
}

func byDocument(sections map[Ref]*Section) []Spec {
	byDoc := map[string]*Spec{}
	for r, s := range sections {
		if byDoc[r.Doc] == nil {
			byDoc[r.Doc] = &Spec{Doc: r.Doc, Title: documents[r.Doc].title, URL: Ref{Doc: r.Doc}.URL()}
		}
		byDoc[r.Doc].Sections = append(byDoc[r.Doc].Sections, *s)
	}
	all := make([]Spec, 0, len(byDoc))
	for _, s := range byDoc {
		slices.SortFunc(s.Sections, func(a, b Section) int { return natural(a.Section, b.Section) })
		all = append(all, *s)
	}
	slices.SortFunc(all, func(a, b Spec) int {
		if isA, isB := strings.HasPrefix(a.Doc, "RFC "), strings.HasPrefix(b.Doc, "RFC "); isA != isB {
			return map[bool]int{true: -1, false: 1}[isA]
		}
		return natural(a.Doc, b.Doc)
	})
	return all
}

// natural compares texts so that numbers in them are in the order of their values: §4.2 before
// §4.10.
func natural(a, b string) int { return strings.Compare(padded(a), padded(b)) }

// padded writes each number in s with at least six digits. Appendices come after sections.
func padded(s string) string {
	var out, digits strings.Builder
	flush := func() {
		if digits.Len() > 0 {
			out.WriteString(strings.Repeat("0", max(0, 6-digits.Len())) + digits.String())
			digits.Reset()
		}
	}
	for _, r := range strings.Replace(s, "App.", "~", 1) {
		if r >= '0' && r <= '9' {
			digits.WriteRune(r)
			continue
		}
		flush()
		if r != '§' {
			out.WriteRune(r)
		}
	}
	flush()
	return out.String()
}
