"""What was decided, as something to look at: text, a table in a terminal, HTML in a notebook."""

from __future__ import annotations

from resolver.report.compiled import because as because
from resolver.report.compiled import compiled_page as compiled_page
from resolver.report.compiled import shown as shown
from resolver.report.explanation import Explained as Explained
from resolver.report.explanation import Explanation as Explanation
from resolver.report.explanation import Generation as Generation
from resolver.report.explanation import Measured as Measured
from resolver.report.findings import Report as Report
from resolver.report.html import html as html
from resolver.report.terminal import Drawn as Drawn
from resolver.report.terminal import plain as plain
from resolver.report.terminal import say as say
