package flowfile

import (
	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
)

// SVG returns the flow as a drawing with a light background, for example for a slide.
func SVG(f flow.Flow) ([]byte, error) {
	d := flowview.Drawing{Diagram: flowview.NewDiagram(f)}
	return []byte(d.SVG()), nil
}
