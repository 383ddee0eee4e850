"""Triggers put on tables and taken off them without building every related model anew."""

from django.db.migrations.state import ProjectState
from pgtrigger import migrations


class AddTrigger(migrations.AddTrigger):
    """Put a trigger on a table; no model looks different for it, so none is rendered again."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Note the trigger among the model's options."""
        options = state.models[app_label, self.model_name].options
        options["triggers"] = [*options.get("triggers", []), self.trigger]


class RemoveTrigger(migrations.RemoveTrigger):
    """Take a trigger off a table; no model looks different for it, so none is rendered again."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Strike the trigger from the model's options."""
        options = state.models[app_label, self.model_name].options
        options["triggers"] = [it for it in options["triggers"] if it.name != self.name]
