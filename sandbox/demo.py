"""The world of the demo: two residents and the duty desk."""

from sandbox.world import World

DEMO_TOKEN = "100200300:SANDBOX-maple-bridge-demo-opens-nothing"  # noqa: S105 - opens nothing
DEMO_GROUP_ID = -1_001_000_000_001
DEMO_AUNT_ID = 5_200_000_001
DEMO_MAYA_ID = 5_200_000_002


def demo_world() -> World:
    """Return the world that `make demo` shows."""
    world = World(token=DEMO_TOKEN, name="Maple Bridge 枫桥", username="maplebridge_sandbox_bot")
    world.add_person("陈阿姨", "zh-hans", started=False)
    world.add_person("Maya", "en", started=False)
    officer = world.add_person("林值班 Lin", "zh-hans", on_page=False)
    desk = world.add_group("值班群 Duty desk", chat_id=DEMO_GROUP_ID)
    desk.add(officer)
    return world
